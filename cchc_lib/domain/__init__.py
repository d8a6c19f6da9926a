"""What things are: periods, plan, forms, units, results, findings. Pure: no files, no pandas, no notebook."""
