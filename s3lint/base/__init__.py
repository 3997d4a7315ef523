"""What every stage is made of.

    record     frozen classes that are cheap to define
    source     a file that was read, places in it, its comments
    condition  truth with three values; conditions made of atoms
    bounds     what a text can be that is given from outside; its patterns are `regular_sets`, `regular_search`, `regular`
               and `regular_syntax`
    value      what is known, absent, unknown or a choice, each with its origin; texts that are known in part
    comparison whether two of these texts are the same, and which comes first
    unknowns   what is unknown of values, and several unknowns as one
    json_text  JSON with places, of which only what is asked for is read so
    numbers    numbers as JSON and HCL write them, exact
    documented texts that stand for what is not on disk, and the places to which what lies in them is moved
    worlds     what is assumed of open inputs, and a question asked in each world that it can tell apart
    resource   what front ends produce: resources, the regions they lie in, problems
    view       a resource's settings in one world: lookups that always answer
    exports    names of a package that load when they are used

Nothing here knows S3, a language or a rule.
"""
