"""Faults that a study must outlive, each in a file of its own; `script/torture` runs them.

People take part without end while something goes wrong. What they were told is kept by a ledger, and
afterwards it is compared with what the database holds: no acknowledged answer may be lost, none may be
stored twice, no cell may have more participants than its quota, and nothing may end by a signal.
"""
