"""Every bucket that was found, with its settings in words: what auditors ask for.

In reading order:
  said      what a cell says of one setting in one world, and in which worlds
  settings  settings of the model in words
  reach     who can reach a bucket, by the questions that rules ask
  columns   the table of columns: what each is called and how it is read
  buckets   from the units of a run to the rows of the inventory, with the findings about each bucket
  coverage  what the findings say of the controls of a standard

It may import what judges (`run`) and all below; `outputs` writes what it finds.
"""
