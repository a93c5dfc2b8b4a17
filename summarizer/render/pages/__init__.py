"""The dashboard's pages: Today, Article, Facts, Quality and Cost, from a database."""
