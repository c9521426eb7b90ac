"""Import of people from workbooks and .csv files, and the export that can be imported back unchanged.

`plan_import` reads a file and says, writing nothing, what it would do; `apply_import` does it as one recorded action;
`fault_workbook` hands the file back with its faulty cells marked; `export_people` writes the columns of a mapping.
"""
