"""The command line `mend`: data to stdout, progress and problems to stderr, exit codes as documented."""
