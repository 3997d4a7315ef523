"""How a report is to be written."""

from __future__ import annotations

from s3lint.base.record import Record


class Options(Record):
    """One record for all forms; each reads what concerns it.

    `width` is the terminal's, in columns; None for a pipe or file, where messages stay on one line. `ascii` is for
    streams that are not UTF-8. `brief` leaves out the second closing line where it has nothing to warn of.
    `exit_status` is what the run will return, for the forms that record it. `columns` are those that an inventory is to have;
    none stands for a choice. `show_suppressed` lists at the end what is suppressed; `sarif_suppressed` writes it into
    SARIF, where GitHub takes it for open alerts.
    """

    show_undecided: bool = False
    verbose: int = 0
    colour: bool = False
    width: int | None = None
    ascii: bool = False
    brief: bool = False
    exit_status: int | None = None
    columns: tuple[str, ...] = ()
    show_suppressed: bool = False
    sarif_suppressed: bool = False
