# The documents page
materials-documents-heading = 提交材料
materials-returned = 請重新提交下面需要補正的材料。其他材料不用再交。
materials-fixed = 材料已經提交，現在不能修改。
materials-all-waived = 您不用交任何材料。
materials-covered = 不用您提交的材料
materials-checks = 審查時看什麼
materials-nothing = 沒有提交
materials-remove = 刪除
materials-continue = 保存並繼續
materials-stay = 上傳，留在本頁
materials-back-to-list = 回到申請清單
materials-missing = 請提交{ $name }

# What is there
materials-generated = 根據您填寫的內容生成，不用您準備
materials-fetched = 已經自動取得，不用您提交
materials-looked-up = 由辦理部門核對，不用您提交
materials-from-licence = 來自電子證照 { $number }，頒發機關：{ $authority }
materials-from-register = 數據來自{ $authority }
materials-not-held = 沒有查到您的電子證照，請上傳照片或者掃描件。
materials-paper = 窗口已經收到或者看過原件
materials-later = 您選擇以後再交，或者帶到大廳
materials-tag-generated = 自動生成
materials-tag-waived = 免提交（數據共享）
materials-tag-tolerable = 可以後補
materials-tag-optional = 選填

# Ways to hand in
materials-upload = 上傳{ $name }
materials-limit-pdf = 請傳 PDF，最大 { $mb } MB。
materials-limit-image = 請傳照片，最大 { $mb } MB。
materials-no-file = 現在沒有文件？
materials-choose-hall = 我帶原件到大廳交
materials-choose-later = 受理以後再交，或者帶到大廳

# Why a file is not taken
materials-refused-empty = 這個文件是空的，請重新選擇
materials-refused-too-large = 文件太大，最大 { $mb } MB。請重新拍照，或者壓縮以後再傳
materials-refused-kind = 只能傳 PDF 和 JPG、PNG 照片。請換一個文件，或者拍照上傳
materials-refused-only-image = 這項材料只收照片，請拍照上傳
materials-refused-only-pdf = 這項材料只收 PDF，請換一個文件
materials-refused-program = 這個 PDF 裡有程序，不能上傳。請打印成新的 PDF 再傳
materials-refused-damaged = 圖片打不開，可能已經損壞。請重新拍照
materials-refused-too-many-pixels = 圖片的尺寸太大。請重新拍照，或者縮小以後再傳
materials-refused-name = 檔名和內容對不上。請打開文件，另存為 PDF 再上傳
materials-refused-two-in-one = 這個文件裡還夾著別的文件，不能上傳。請打印成新的 PDF 再傳
materials-refused-full = 這份申請的文件已經夠多了，請先刪除不用的
materials-refused-quota = 您今天傳的文件太多了，請明天再傳，或者帶到大廳
materials-refused-fixed = 申請已經提交，不能再改材料
materials-refused-not-returned = 這項材料沒有要求補正，不能修改
materials-refused-unknown = 沒有這份材料
materials-refused-too-many = 每項材料最多傳 10 個文件，請先刪除一個

# 本平台保存的個人資料
materials-held = 申請材料和檔案

# What was removed
materials-removed = 已刪除的，可以恢復
materials-removed-until = { $at }之前可以恢復
materials-restore = 恢復
materials-refused-too-late = 刪除得太久了，已經不能恢復。請重新上傳
