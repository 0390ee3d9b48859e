# Words of licences: checking, the holder's own, the authority's desk.

licences-menu-my = 我的證照
licences-menu-verify = 核驗證照
licences-menu-staff = 證照

# A licence
licences-name = 證照名稱
licences-number = 證照編號
licences-identifier = 電子證照標識
licences-holder = 持證主體
licences-issuer = 發證機關
licences-issued-on = 發證日期
licences-valid = 有效期
licences-status = 狀態
licences-files = 下載
licences-erased = 個人資料已刪除
licences-validity = { $from }至{ $to }
licences-validity-open = 自{ $from }起長期有效
licences-status-valid = 有效
licences-status-expired = 已過期
licences-status-suspended = 已暫扣
licences-status-revoked = 已吊銷或者撤銷
licences-status-cancelled = 已註銷

# Checking by number
licences-verify-title = 核驗證照真偽
licences-verify-lead = 輸入證照上的編號，馬上知道它是不是真的、現在是否有效。不用登入。
licences-verify-number = 證照編號或者電子證照標識
licences-verify-number-hint = 例如JY2026000123。空格、橫線和括號可以不填。
licences-verify-number-missing = 請輸入證照編號或者電子證照標識
licences-verify-number-personal = 這是身份證件號碼，不能公開查詢。請輸入證照上的電子證照標識，它以1.2.156開頭。
licences-verify-submit = 核驗
licences-verify-result = 核驗結果
licences-verify-another = 再核驗一份
licences-verify-valid = 這份證照有效
licences-verify-valid-meaning = 登記資料如下。請與您手中的證照逐項對照，姓名只顯示第一個字。
licences-verify-expired = 這份證照已經過期
licences-verify-expired-meaning = 它是真的，但是有效期已經過了。持證人需要重新申請或者延續。
licences-verify-suspended = 這份證照已被暫扣
licences-verify-suspended-meaning = 暫扣期間不能憑它從事許可的活動。
licences-verify-revoked = 這份證照已被吊銷或者撤銷
licences-verify-revoked-meaning = 它不再有效，不能憑它從事許可的活動。
licences-verify-cancelled = 這份證照已經註銷
licences-verify-cancelled-meaning = 它不再有效。
licences-verify-unknown = 沒有查到這份證照
licences-verify-unknown-meaning = 登記簿裏沒有這個編號：
licences-verify-unknown-advice = 請看看有沒有輸錯，例如字母和數字。如果照着證照輸入仍然查不到，它可能是假的，請向發證機關或者12345反映。
licences-several-title = 有幾種證照使用這個編號
licences-several-lead = 請選擇您手中的那一種。

# Checking a file
licences-file-title = 核驗證照文件
licences-file-lead = 上載別人給您的證照文件，看它是不是原件、有沒有被改動。文件只用來核對，不保存。
licences-file-pdf = 證照文件（PDF）
licences-file-number-hint = 填了編號，查得更準。
licences-file-signature = 簽名文件
licences-file-signature-hint = 如果對方同時給了以sig.json結尾的文件，請一起上載。
licences-file-missing = 請選擇要核驗的證照文件
licences-file-no-pdf = 這不是PDF文件，請選擇下載得到的原文件，不要用照片或者掃描件
licences-file-submit = 核驗文件
licences-file-another = 再核驗一個文件
licences-file-genuine = 文件是真的
licences-file-genuine-meaning = 這個文件由發證機關出具，沒有被改動。證照現在的狀態見下面。
licences-file-changed = 文件與原件不同
licences-file-changed-meaning = 登記簿裏有這份證照，但是這個文件不是發證機關出具的原件，可能被改動過，也可能是掃描件。
licences-file-unknown = 沒有查到這個文件
licences-file-unknown-meaning = 登記簿裏沒有與它對應的證照。請核對證照編號，或者請持證人重新下載原文件。

# The holder's own
licences-my-title = 我的證照
licences-my-lead = 您本人和您代辦的企業持有的證照。下載的文件與紙質證照效力相同。
licences-my-empty = 還沒有證照。申請辦成以後，電子證照會自動出現在這裏。
licences-my-pdf = 證照文件
licences-my-signature = 簽名文件
licences-my-no-file = 已失效，不能下載

# The authority's desk
licences-staff-title = 證照
licences-staff-number = 證照編號或者電子證照標識
licences-staff-search = 查找
licences-staff-hint = 輸入編號查看一份證照。每次查看都會記錄，持證人可以看到。
licences-staff-empty = 沒有查到，或者它不是本單位發的證照。
licences-history = 經過
licences-history-at = 時間
licences-history-what = 事項
licences-history-by = 經辦
licences-by-system = 系統
licences-by-staff = 工作人員
licences-event-issued = 發證
licences-event-suspended = 暫扣
licences-event-restored = 發還
licences-event-revoked = 吊銷或者撤銷
licences-event-cancelled = 註銷
licences-change-title = 變更狀態
licences-change-none = 您不能變更這份證照的狀態，或者它已經失效。
licences-change-act = 要怎樣處理
licences-change-act-missing = 請選擇一種處理
licences-change-reason = 理由
licences-change-reason-hint = 寫明事實和依據，會記入證照的經過。
licences-act-suspend = 暫扣
licences-act-restore = 發還
licences-act-revoke = 吊銷或者撤銷
licences-act-cancel = 註銷
licences-act-suspend-effect = 核驗結果馬上顯示為已暫扣，可以以後發還。
licences-act-restore-effect = 核驗結果馬上恢復為有效。
licences-act-revoke-effect = 從執行時起無效，不能再下載，並告知持證人。
licences-act-cancel-effect = 證照從此無效，不能恢復，也不能再下載。
licences-confirm-title = 確認變更證照狀態
licences-confirm-suspend = 暫扣這份證照
licences-confirm-restore = 發還這份證照
licences-confirm-revoke = 提出撤銷這份證照
licences-confirm-cancel = 為持證人註銷這份證照
licences-confirm-reinstate = 提出恢復這份證照
licences-confirm-back = 返回，不變更

# Refusals
licences-refused-exists = 這份證照已經發過了。
licences-refused-unknown = 沒有這份證照。
licences-refused-no-reason = 請寫明理由
licences-refused-wrong-status = 證照現在的狀態不允許這樣處理。請重新打開這一頁看看。

# 本平台保存的個人資料
licences-held = 證照

# 需要兩個人的操作
licences-event-reinstated = 更正，恢復有效
licences-act-reinstate = 更正：撤銷或者註銷有誤，恢復有效
licences-act-reinstate-effect = 撤銷或者註銷有誤。核驗時立即顯示有效，並告知持證人。
licences-confirm-second = 需要本單位另一位決定人核准。撤銷獲准後還會等一段時間，其間可以撤回。
licences-typed = 請輸入 { $number } 以確認
licences-typed-wrong = 這不是這份證照的編號。請對照上面的編號
licences-refused-alone = 這項操作不能由一個人完成。請在證照頁面提出。

# 非正式環境
licences-exercise-test = 這是測試系統發出的，無效。
licences-exercise-training = 這是培訓系統發出的，無效。
licences-exercise-demo = 這是演示系統發出的，無效。
licences-file-exercise = 這不是有效證照
licences-file-exercise-meaning = 檔案自己寫明是另一個系統發出的，例如測試、培訓或者演示系統。那裡發出的證照在這裡無效。
# 公開紀錄。

licences-verify-pending = 這份證照剛剛製發，還沒有寫入公開紀錄
licences-verify-pending-meaning = 通常幾秒鐘就好。請稍後再查驗一次，顯示「有效」之後再認可它。
licences-verify-missing = 公開紀錄裡沒有這份證照，請不要認可
licences-verify-missing-meaning = 登記簿裡有這個編號，但是它的製發沒有寫入公開紀錄，或者內容與紀錄不一致。它可能是偽造的，請向發證機關或者12345反映。
licences-verify-unkept = 登記簿裡有這份證照，但沒有公開紀錄可以證明
licences-verify-unkept-meaning = 本系統沒有設定公開紀錄。請與發證機關確認之後再認可它。
licences-my-proof = 公開紀錄證明
licences-proof-how = 怎樣自己查驗證明
licences-proof-pending = 證明正在產生
licences-proof-pending-text = 這份證照正在寫入公開紀錄，通常幾秒鐘就好。見證方暫時缺席時會久一些；證照本身不受影響。
licences-proof-again = 再試一次
