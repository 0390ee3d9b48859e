# 警報用語。

alarms-menu = 警報
alarms-title = 等待處理的警報
alarms-lead = 系統發現異常時會立即通知值班人員，並列在這裡。處理後請選一個結果，系統會記下是誰、在什麼時候處理的。
alarms-empty = 沒有等待處理的警報。
alarms-place = 位置
alarms-at = 發生時間
alarms-history = 已處理的警報
alarms-history-empty = 還沒有已處理的警報。
alarms-what = 警報
alarms-by = 處理人
alarms-looked-at = 處理時間
alarms-outcome = 結果
alarms-outcome-repaired = 已排除
alarms-outcome-passed_on = 已轉交處理
alarms-outcome-false_alarm = 誤報
alarms-refused-over = 已經有人處理了這條警報。
alarms-somebody = 已離職人員
