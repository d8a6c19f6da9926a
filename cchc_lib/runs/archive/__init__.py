"""What a run leaves: its folder, manifest, inputs and figures; which run was issued; what may be removed."""
