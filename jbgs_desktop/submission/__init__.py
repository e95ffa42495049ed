"""What is handed in: finalised versions, scans, bundles, and the office that takes them in."""
