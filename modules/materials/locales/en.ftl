# The documents page
materials-documents-heading = Hand in documents
materials-returned = Please hand in again the documents that need correcting. The others stay as they are.
materials-fixed = The documents were sent and cannot be changed now.
materials-all-waived = You need to hand in nothing.
materials-covered = Documents you need not hand in
materials-checks = What we look at
materials-nothing = Nothing was handed in
materials-remove = Remove
materials-continue = Save and continue
materials-stay = Upload and stay here
materials-back-to-list = Back to the list
materials-missing = Hand in: { $name }

# What is there
materials-generated = Made from your answers; nothing to bring
materials-fetched = Fetched for you; nothing to hand in
materials-looked-up = The office checks it itself; nothing to hand in
materials-from-licence = From licence { $number }, issued by { $authority }
materials-from-register = Data from { $authority }
materials-not-held = We found no digital licence of yours. Please upload a photo or a scan.
materials-paper = The original was seen or handed in at the counter
materials-later = You chose to send it later or bring it to a hall
materials-tag-generated = Made for you
materials-tag-waived = Waived: shared data
materials-tag-tolerable = May follow later
materials-tag-optional = Optional

# Ways to hand in
materials-upload = Upload: { $name }
materials-limit-pdf = A PDF of at most { $mb } MB.
materials-limit-image = A photo of at most { $mb } MB.
materials-no-file = No file at hand?
materials-choose-hall = I will bring the original to a hall
materials-choose-later = I will send it after acceptance or bring it to a hall

# Why a file is not taken
materials-refused-empty = This file is empty; choose another
materials-refused-too-large = This file is larger than { $mb } MB; take the photo again or make the file smaller
materials-refused-kind = Only PDF and photos (JPG, PNG) can be uploaded; choose another file or take a photo
materials-refused-only-image = This document must be a photo; take one and upload it
materials-refused-only-pdf = This document must be a PDF; choose another file
materials-refused-program = This PDF contains a program; print it to a new PDF and upload that
materials-refused-damaged = This picture cannot be opened; take it again
materials-refused-too-many-pixels = This picture has too many pixels; take it again or make it smaller
materials-refused-name = Its name and its content do not agree; open the file, save it as PDF and upload that
materials-refused-two-in-one = This file carries another file inside; print it to a new PDF and upload that
materials-refused-full = This application has as many files as it may; remove those that are not needed
materials-refused-quota = You have sent too many files today; go on tomorrow or bring them to a hall
materials-refused-fixed = The application was sent; its documents cannot be changed
materials-refused-not-returned = You were not asked to correct this document
materials-refused-unknown = There is no such document
materials-refused-too-many = A document can have at most 10 files; remove one first

# What is held about somebody
materials-held = Materials and files

# What was removed
materials-removed = Removed; you can bring it back
materials-removed-until = until { $at }
materials-restore = Bring back
materials-refused-too-late = This was removed too long ago to bring it back; please upload it again
