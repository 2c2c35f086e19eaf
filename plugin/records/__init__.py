"""What is recorded: definitions, codelists, territory, periods, values, messages. Pure; knows no other room."""
