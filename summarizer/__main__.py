"""`python -m summarizer`: the command line where its script isn't on the path."""

from summarizer.cli.main import main

if __name__ == "__main__":
    main()
