# 演示专用的页面。

app-clock-title = 演示时钟
app-clock-today = 演示系统今天是{ $date }。
app-clock-why = 办理时限按工作日计算。拨动时钟，就能看到默认受理、期限届满等结果。只有演示系统能这样做。
app-clock-day = 往后一天
app-clock-week = 往后一周
app-clock-fortnight = 往后两周
app-clock-month = 往后三十天
app-clock-to = 拨到某一天
app-clock-to-hint = 例如 2026-02-13
app-clock-move = 拨动时钟
app-clock-error = 请填写一年以内的日期，例如 2026-02-13
