"""What is PRINTED: application -> blocks -> docx, xlsx."""
