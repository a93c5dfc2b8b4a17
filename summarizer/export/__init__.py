"""A folder of plain files that dashboards, databases and spreadsheets read: tidy tables with their schemas."""
