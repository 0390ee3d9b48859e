# Pages of the demonstration only.

app-clock-title = Demonstration clock
app-clock-today = In the demonstration, today is { $date }.
app-clock-why = Time limits count working days. Move the clock to see acceptance by silence and limits running out. Only the demonstration can do this.
app-clock-day = One day on
app-clock-week = One week on
app-clock-fortnight = Two weeks on
app-clock-month = Thirty days on
app-clock-to = Go to a day
app-clock-to-hint = For example 2026-02-13
app-clock-move = Move the clock
app-clock-error = Enter a date within a year, for example 2026-02-13
