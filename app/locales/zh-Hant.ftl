# 演示專用的頁面。

app-clock-title = 演示時鐘
app-clock-today = 演示系統今天是{ $date }。
app-clock-why = 辦理時限按工作日計算。撥動時鐘，就能看到默認受理、期限屆滿等結果。只有演示系統能這樣做。
app-clock-day = 往後一天
app-clock-week = 往後一週
app-clock-fortnight = 往後兩週
app-clock-month = 往後三十天
app-clock-to = 撥到某一天
app-clock-to-hint = 例如 2026-02-13
app-clock-move = 撥動時鐘
app-clock-error = 請填寫一年以內的日期，例如 2026-02-13
