"""From typed tables to values: measures, judgement, dossiers, tasks, comparison. Opens no file."""
