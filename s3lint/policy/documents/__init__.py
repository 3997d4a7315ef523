"""A policy document as records, every string with the place where it is written.

In reading order:

* `document`: the records: a policy, its statements, their strings, and breaches of the grammar.
* `reading`: makes them of a JSON text, of a structure that a template encodes, or of both nested, in one world.
* `structure`: the elements of such a structure, one after the other.
* `optional`: which statements are there, or not, independently of others.
* `json_text`: JSON whose text may have symbolic and unknown parts, as values with places.
* `aws_managed`: AWS's own policies for identities, by their ARNs.

Imports nothing of the other rooms. What a document means is `language`'s matter.
"""
