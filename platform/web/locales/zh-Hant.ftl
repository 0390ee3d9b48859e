# Words of the frame, the error pages and the shared parts of every page.

web-site-name = 一窗
web-staff-name = 一窗工作台
web-skip = 跳到正文
web-home = 首頁
web-menu = 選單
web-menu-services = 辦事
web-my = 我的辦事
web-sign-in = 登入
web-sign-out = 退出登入
web-crumbs = 您的位置
web-demo = 演示站，資料均為虛構。現在是
web-environment-test = 這是測試系統。在這裡辦理的都不算數，發出的證照無效。
web-environment-training = 這是培訓系統，人物都是虛構的。在這裡辦理的都不算數，發出的證照無效。
web-language = 語言
web-size = 文字大小
web-size-standard = 標準
web-size-large = 大字
web-size-huge = 特大字
web-size-to-large = 大字版
web-size-to-huge = 更大
web-size-to-standard = 標準字
web-theme = 顏色
web-theme-auto = 跟隨裝置
web-theme-light = 淺色
web-theme-dark = 深色
web-keys = 快捷鍵一覽
web-keys-off = 關閉快捷鍵
web-keys-on = 開啟快捷鍵

# Footer
web-help = 說明
web-hotline = 12345
web-hotline-link = 打 12345 找人幫忙
web-accessibility = 無障礙說明
web-privacy = 隱私說明
web-sitemap = 網站地圖
web-fault = 報告本頁的問題
web-owner = 主辦：政務服務管理機構
web-reviewed = 最近核對：{ $date }

# Search and lists
web-search = 搜尋
web-search-label = 您要辦什麼事？
web-previous = 上一頁
web-next = 下一頁
web-pager = 翻頁

# Forms
web-optional = （選填）
web-continue = 繼續
web-save-later = 儲存，以後再填
web-change = 修改
web-wrong = 資料不對
web-yes = 是
web-no = 否
web-date-year = 年
web-date-month = 月
web-date-day = 日
web-file-have = 已經上傳：
web-file-limit = 可以傳照片或 PDF，最大 { $mb } MB。
web-errors-heading = 請先改好下面幾處
web-error-prefix = 錯誤：
web-title-error = 錯誤：{ $title }

# 看到什麼，就辦什麼
web-shown-changed = 您查看之後，內容有了變化。剛才的操作沒有執行。下面是現在的內容，請重新核對。
web-grave-no-reason = 請選擇原因

# Steps
web-step-done = （已完成）
web-step-now = （正在進行）

# Spoken by the script
web-js-sending = 正在提交，請稍等
web-js-sent = 已上傳
web-js-shrunk = 照片已縮小，上傳更快
web-js-left = 還可以寫的字數：
web-session-ending = 登入快要到期了。已儲存的內容不會遺失。
web-session-keep = 繼續使用

# Error pages
web-error-home = 回到首頁
web-error-desk = 回到工作台
web-error-track = 查辦理進度
web-error-person = 想找人幫忙，請撥打
web-error-reference = 反映問題時，請告訴我們這個編號：
web-error-400-heading = 請求有誤
web-error-400-explanation = 網址或者提交的內容不完整。
web-error-400-advice = 請返回上一頁再試一次。
web-error-403-heading = 您還不能查看這一頁
web-error-403-explanation = 您的帳號沒有這一頁的權限。
web-error-403-advice = 請換一個帳號登入，或者請本單位管理員開通。
web-error-404-heading = 沒有找到這一頁
web-error-404-explanation = 網址可能寫錯了，或者這一頁已經移走。
web-error-404-advice = 請搜尋您要辦的事。
web-error-405-heading = 這個操作不能這樣做
web-error-405-explanation = 這個網址不接受這種操作。
web-error-405-advice = 請返回上一頁，用頁面上的按鈕辦理。
web-error-409-heading = 內容已經變了
web-error-409-explanation = 您打開這一頁以後，有人先作了修改。
web-error-409-advice = 您的修改沒有儲存。請重新打開這一頁，看過新的內容再改。
web-error-410-heading = 這一頁已經停用
web-error-410-explanation = 這個事項或者這份內容已經撤下。
web-error-410-advice = 請搜尋代替它的事項。
web-error-413-heading = 檔案太大了
web-error-413-explanation = 每個檔案最大 { $mb } MB，您傳的檔案超過了。
web-error-413-advice = 請用手機重新拍一張，或者把檔案拆開再傳。其他內容都還在。
web-error-414-heading = 網址太長
web-error-414-explanation = 這個網址太長，系統無法處理。
web-error-414-advice = 請從首頁重新進入，或者換幾個短一些的詞搜尋。
web-error-415-heading = 這種內容不能這樣提交
web-error-415-explanation = 提交的內容格式不對。
web-error-415-advice = 請用頁面上的按鈕辦理；用程式提交時，請寫明 Content-Type。
web-error-422-heading = 有些內容需要修改
web-error-422-explanation = 有幾處沒有填對。
web-error-422-advice = 請返回上一頁，按提示改好再提交。
web-error-428-heading = 缺少版本號
web-error-428-explanation = 辦理時要說明看到的是哪一個版本。
web-error-428-advice = 請重新讀取，再連同版本號一起提交。
web-error-429-heading = 請稍等再試
web-error-429-explanation = 您試的次數太多了。
web-error-429-advice = 請等 { $minutes } 分鐘再試。
web-error-431-heading = 瀏覽器帶來的內容太多
web-error-431-explanation = 瀏覽器隨請求送來的內容太多，系統無法處理。
web-error-431-advice = 請清除本網站的 Cookie 再試一次。
web-error-500-heading = 系統出了問題
web-error-500-explanation = 這不是您的錯。我們已經記錄了這個問題。
web-error-500-advice = 已經儲存的內容都還在。請過幾分鐘再試。
web-error-503-heading = 系統正在維護
web-error-503-explanation = 網站暫時不能辦理業務。
web-error-503-advice = 請過一會兒再來。已經提交的申請照常辦理，期限不受影響。
web-error-overdue-heading = 這次操作用時過長
web-error-overdue-explanation = 系統正忙，或者需要查找的內容太多。為了不影響他人辦事，我們中止了這一次操作。沒有改動任何內容，此前提交的也不會丟失。
web-error-overdue-advice = 請稍後再試，或者縮小範圍，例如縮短時間段、減少關鍵詞。
web-error-passkey-heading = 先用通行密鑰確認是您本人
web-error-passkey-explanation = 工作人員在這裏辦公，要用通行密鑰登入：它不會被假冒的網頁騙走，密碼和驗證碼會。您這次登入沒有用通行密鑰，所以還不能打開工作頁面。
web-error-passkey-advice = 請設定通行密鑰，已經設定過的請用它確認，然後就可以繼續辦公。沒有合適的設備，請找本單位的系統管理員。
web-error-passkey-link = 設定或者使用通行密鑰
web-proof-heading = 請稍等一下
web-proof-lead = 現在查詢的人很多，請先完成一個簡單的等待，然後繼續。不用看圖，也不用聽聲音。
web-proof-working = 瀏覽器正在計算，通常只要幾秒鐘，完成後自動繼續。
web-proof-wait = 請等 { $seconds } 秒，再按下面的按鈕。
web-proof-go = 我等好了，繼續
web-proof-why = 這樣可以防止程式成批查詢他人的資訊。我們不收集您的任何資訊，也不使用其他公司的服務。
web-proof-over = 這個等待已經過期，請重新查詢
web-proof-wrong = 計算結果不對，請重新計算
web-proof-used = 這個等待已經用過，請重新查詢
web-error-read-only-heading = 現在只能查看，暫時不能提交
web-error-read-only-explanation = { $cause }您剛才填寫的內容沒有儲存，請先抄下來，或者按下面的辦法用紙本表格辦理。
web-error-read-only-advice = 恢復時間還沒有確定，請過一會兒再來。
web-error-read-only-until = 預計 { $until } 恢復，請屆時再來。
web-error-read-only-look = 辦事指南、搜尋、證照查驗照常使用，也可以照常登入。
web-error-read-only-track = 已經提交的申請可以照常查看進度。
web-error-read-only-paper = 急辦的事項可以用紙本表格：在辦事指南頁下載空白申請表，填好後連同材料交到表上寫明的大廳，窗口按收到的日期登記。
web-error-read-only-clocks = 停止提交期間，系統不會因為期限屆滿而自動作出任何處理。
web-paused = 網站目前只能查看，暫時不能提交。急辦的事項請下載紙本申請表，到大廳辦理。
web-paused-maintenance = 網站正在進行系統維護。
web-paused-move = 網站正在遷移。
web-paused-attack = 網站受到攻擊，我們正在處置。
web-paused-drill = 網站正在進行應急演練。
web-paused-database = 網站暫時無法儲存資料，我們正在處理。
web-error-withheld-heading = 這一頁暫停顯示
web-error-withheld-explanation = 我們發現這一頁與公開記錄中發布的內容不一致，已經停止顯示，以免誤導您。工作人員已收到警報。
web-error-withheld-advice = 請過一會兒再來，或者撥打 12345、到政務服務大廳諮詢。請不要按此前看到的內容付款或提交材料。
