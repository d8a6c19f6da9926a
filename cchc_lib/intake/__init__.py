"""From a folder of workbooks to typed tables with addresses, or to a complete list of faults."""
