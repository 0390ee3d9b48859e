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
alarms-outcome-needed = 請選擇處理結果：已排除、已轉交處理或者誤報
alarms-outcome-repaired = 已排除
alarms-outcome-passed_on = 已轉交處理
alarms-outcome-false_alarm = 誤報
alarms-refused-over = 已經有人處理了這條警報。
alarms-somebody = 已離職人員

# 每一種警報：發生了什麼，該怎麼辦
alarms-kind-altered = 公開內容被改動
alarms-advice-altered = 相關網頁已停止顯示。請執行 onewindow verify 找出被改動的列，從備份恢復，並查明是誰改的。
alarms-kind-novelty = 疑似批次查詢
alarms-advice-novelty = 未登入的查詢已被限制。請在日誌中查看來源，必要時在防火牆攔截。
alarms-kind-burst = 短時間內大量被拒
alarms-advice-burst = 請在日誌中查看來源；如果集中在一個帳號，請聯絡本人。
alarms-kind-witnesses = 見證方缺席
alarms-advice-witnesses = 請檢查見證方。超過 15 分鐘將停止製發證照。
alarms-kind-stopped = 已停止製發證照
alarms-advice-stopped = 請恢復見證方，之後證照會自動製發。
alarms-kind-rollback = 資料庫落後於記錄
alarms-advice-rollback = 請停止程式，按運維手冊恢復最新備份。
alarms-kind-unsigned = 記錄沒有簽名
alarms-advice-unsigned = 請按運維手冊設定簽名程序和見證方，否則任何事都無法證明。
alarms-kind-clock = 時鐘異常
alarms-advice-clock = 請核對伺服器時間。確認無誤後執行 onewindow signer believe-clock。
alarms-kind-record = 公開記錄中斷
alarms-advice-record = 請在「公開記錄」頁查看原因，並檢查簽名程序和磁碟。
alarms-kind-break_glass = 有人正在使用緊急查看
alarms-advice-break_glass = 請到工作台的「緊急查看」了解情況，並在結束後 24 小時內核查。

# 發給值班人員的訊息
alarms-told = 位置：{ $place }。{ $advice }請到工作台的「警報」登記處理情況。
