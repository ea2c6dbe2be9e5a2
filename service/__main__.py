"""`python -m service`: the same as the command `mend`."""

from service.cli.app import main

main()
