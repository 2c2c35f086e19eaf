"""What is recorded: definitions, codelists, territory, reporting periods, values, messages. Pure; knows no other room."""
