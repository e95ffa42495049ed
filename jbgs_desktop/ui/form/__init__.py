"""The pages of the form, in the paper's order: 封面 to 承诺书."""
