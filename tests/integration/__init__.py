"""The whole service: the app in process, a live server, and the command line."""
