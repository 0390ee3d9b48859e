# The documents page
materials-documents-heading = 提交材料
materials-returned = 请重新提交下面需要补正的材料。其他材料不用再交。
materials-fixed = 材料已经提交，现在不能修改。
materials-all-waived = 您不用交任何材料。
materials-covered = 不用您提交的材料
materials-checks = 审查时看什么
materials-nothing = 没有提交
materials-remove = 删除
materials-continue = 保存并继续
materials-stay = 上传，留在本页
materials-back-to-list = 回到申请清单
materials-missing = 请提交{ $name }

# What is there
materials-generated = 根据您填写的内容生成，不用您准备
materials-fetched = 已经自动取得，不用您提交
materials-looked-up = 由办理部门核对，不用您提交
materials-from-licence = 来自电子证照 { $number }，颁发机关：{ $authority }
materials-from-register = 数据来自{ $authority }
materials-not-held = 没有查到您的电子证照，请上传照片或者扫描件。
materials-paper = 窗口已经收到或者看过原件
materials-later = 您选择以后再交，或者带到大厅
materials-tag-generated = 自动生成
materials-tag-waived = 免提交（数据共享）
materials-tag-tolerable = 可以后补
materials-tag-optional = 选填

# Ways to hand in
materials-upload = 上传{ $name }
materials-limit-pdf = 请传 PDF，最大 { $mb } MB。
materials-limit-image = 请传照片，最大 { $mb } MB。
materials-no-file = 现在没有文件？
materials-choose-hall = 我带原件到大厅交
materials-choose-later = 受理以后再交，或者带到大厅

# Why a file is not taken
materials-refused-empty = 这个文件是空的，请重新选择
materials-refused-too-large = 文件太大，最大 { $mb } MB。请重新拍照，或者压缩以后再传
materials-refused-kind = 只能传 PDF 和 JPG、PNG 照片。请换一个文件，或者拍照上传
materials-refused-only-image = 这项材料只收照片，请拍照上传
materials-refused-only-pdf = 这项材料只收 PDF，请换一个文件
materials-refused-program = 这个 PDF 里有程序，不能上传。请打印成新的 PDF 再传
materials-refused-damaged = 图片打不开，可能已经损坏。请重新拍照
materials-refused-too-many-pixels = 图片的尺寸太大。请重新拍照，或者缩小以后再传
materials-refused-name = 文件名和内容对不上。请打开文件，另存为 PDF 再上传
materials-refused-two-in-one = 这个文件里还夹着别的文件，不能上传。请打印成新的 PDF 再传
materials-refused-full = 这份申请的文件已经够多了，请先删除不用的
materials-refused-quota = 您今天传的文件太多了，请明天再传，或者带到大厅
materials-refused-fixed = 申请已经提交，不能再改材料
materials-refused-not-returned = 这项材料没有要求补正，不能修改
materials-refused-unknown = 没有这份材料
materials-refused-too-many = 每项材料最多传 10 个文件，请先删除一个

# 本平台保存的个人信息
materials-held = 申请材料和文件

# What was removed
materials-removed = 已删除的，可以恢复
materials-removed-until = { $at }之前可以恢复
materials-restore = 恢复
materials-refused-too-late = 删除得太久了，已经不能恢复。请重新上传
