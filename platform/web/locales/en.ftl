# Words of the frame, the error pages and the shared parts of every page.

web-site-name = Onewindow
web-staff-name = Onewindow desk
web-skip = Skip to the content
web-home = Home
web-menu = Menu
web-menu-services = Services
web-my = My applications
web-sign-in = Sign in
web-sign-out = Sign out
web-crumbs = You are here
web-demo = Demo with invented data. It is now
web-environment-test = This is a test system. Nothing here counts, and what it issues is not valid.
web-environment-training = This is a training system with invented people. Nothing here counts, and what it issues is not valid.
web-language = Language
web-size = Text size
web-size-standard = Standard
web-size-large = Large
web-size-huge = Extra large
web-size-to-large = Larger
web-size-to-huge = Larger
web-size-to-standard = Smaller
web-theme = Colours
web-theme-auto = As on this device
web-theme-light = Light
web-theme-dark = Dark
web-keys = List of keys
web-keys-off = Turn keys off
web-keys-on = Turn keys on

# Footer
web-help = Help
web-hotline = 12345
web-hotline-link = Call 12345 for help
web-accessibility = Accessibility
web-privacy = Privacy
web-sitemap = Site map
web-fault = Report a fault on this page
web-owner = Run by the government services office
web-reviewed = Last checked: { $date }

# Search and lists
web-search = Search
web-search-label = What do you need to do?
web-previous = Previous page
web-next = Next page
web-pager = Pages

# Forms
web-optional = {" "}(optional)
web-continue = Continue
web-save-later = Save and come back later
web-change = Change
web-wrong = This is wrong
web-yes = Yes
web-no = No
web-date-year = Year
web-date-month = Month
web-date-day = Day
web-file-have = Already uploaded:
web-file-limit = A photo or a PDF, { $mb } MB at most.
web-errors-heading = Please correct the following
web-error-prefix = {"Error: "}
web-title-error = Error: { $title }

# What was shown is what is done
web-shown-changed = This has changed since you looked. Nothing was done. Below is how it is now; please check it again.
web-grave-no-reason = Choose why

# Steps
web-step-done = (done)
web-step-now = (happening now)

# Spoken by the script
web-js-sending = Sending, please wait
web-js-sent = Uploaded
web-js-shrunk = The photo was made smaller so that it uploads faster
web-js-left = Characters left:
web-session-ending = You will soon be signed out. Saved answers are kept.
web-session-keep = Stay signed in

# Error pages
web-error-home = Go to the home page
web-error-desk = Back to the desk
web-error-track = Track an application
web-error-person = To speak to someone, call
web-error-reference = If you report this, please quote:
web-error-400-heading = This request is not complete
web-error-400-explanation = Part of the address or of what was sent is missing.
web-error-400-advice = Please go back and try again.
web-error-403-heading = You cannot see this page yet
web-error-403-explanation = Your account has no permission for this page.
web-error-403-advice = Sign in with another account, or ask the administrator of your office for access.
web-error-404-heading = We cannot find this page
web-error-404-explanation = The address may be wrong, or the page has moved.
web-error-404-advice = Search for what you need to do.
web-error-405-heading = This cannot be done this way
web-error-405-explanation = This address does not accept that action.
web-error-405-advice = Go back and use the buttons on the page.
web-error-409-heading = This has changed
web-error-409-explanation = Someone else made a change after you opened this page.
web-error-409-advice = Your change was not saved. Open the page again and look at the new version first.
web-error-410-heading = This page is no longer in use
web-error-410-explanation = This service or text has been withdrawn.
web-error-410-advice = Search for the service that replaces it.
web-error-413-heading = The file is too large
web-error-413-explanation = Each file may have { $mb } MB at most. Yours has more.
web-error-413-advice = Take a new photo with your phone, or split the file. Everything else is still there.
web-error-414-heading = The address is too long
web-error-414-explanation = This address is longer than the system can handle.
web-error-414-advice = Please start from the home page, or search with fewer words.
web-error-415-heading = This cannot be sent in this form
web-error-415-explanation = What was sent is not of a kind that is taken here.
web-error-415-advice = Please use the buttons of the page; a program has to state the Content-Type.
web-error-422-heading = Something needs correcting
web-error-422-explanation = Some answers are not right yet.
web-error-422-advice = Go back, follow the messages and send it again.
web-error-428-heading = The version is missing
web-error-428-explanation = Whoever acts on something has to say which version of it they saw.
web-error-428-advice = Read it again and send its version along.
web-error-429-heading = Please wait a little
web-error-429-explanation = You have tried too many times.
web-error-429-advice = Please try again in { $minutes } minutes.
web-error-431-heading = The browser sends too much
web-error-431-explanation = The browser sends more with its request than the system can handle.
web-error-431-advice = Please delete the cookies of this site and try again.
web-error-500-heading = Something went wrong
web-error-500-explanation = This is not your fault. The problem has been recorded.
web-error-500-advice = Everything you saved is still there. Please try again in a few minutes.
web-error-503-heading = The site is being maintained
web-error-503-explanation = Services cannot be used at the moment.
web-error-503-advice = Please come back a little later. Applications already sent are handled as usual, and their time limits do not change.
web-error-overdue-heading = This takes too long
web-error-overdue-explanation = The system is very busy, or there is too much to look through. We stopped, so that others are not kept waiting. Nothing was changed, and nothing you sent before is lost.
web-error-overdue-advice = Please try again in a moment, or ask for less at once: a shorter period, fewer words.
web-error-passkey-heading = First confirm with a passkey that it is you
web-error-passkey-explanation = Staff work here with a passkey: a forged page cannot take it, as it can take passwords and codes. You signed in without one, so the pages of the desk stay closed.
web-error-passkey-advice = Set up a passkey, or confirm with the one that you have; then you can go on. If you have no device for it, ask the administrator of your office.
web-error-passkey-link = Set up or use a passkey
web-proof-heading = One moment, please
web-proof-lead = Very much is being looked up at present. Please wait a moment, then go on. There is nothing to see or to hear.
web-proof-working = Your browser is computing. It takes a few seconds, and the page goes on by itself.
web-proof-wait = Please wait { $seconds } seconds, then press the button.
web-proof-go = I have waited, go on
web-proof-why = This keeps programs from looking up many other people’s data. Nothing about you is collected, and no other company is involved.
web-proof-over = This challenge is over, or of another address: ask again for a new one
web-proof-wrong = This is no solution: compute it again
web-proof-used = This challenge was used already: ask again for a new one
web-error-read-only-heading = You can look, but nothing can be sent at present
web-error-read-only-explanation = { $cause } What you just typed was not saved: copy it down, or use a paper form as described below.
web-error-read-only-advice = We do not know yet when this will end. Please come back a little later.
web-error-read-only-until = We expect to take applications again from { $until }. Please come back then.
web-error-read-only-look = Guides, the search and the check of licences work as usual, and you can sign in.
web-error-read-only-track = You can follow the applications that you have sent.
web-error-read-only-paper = What cannot wait can be done on paper: print the blank form from the guide, and hand it in with the documents at the service centre named on it. The counter enters the day on which it received them.
web-error-read-only-clocks = Nothing is decided by the mere passing of a time limit while this lasts.
web-paused = This site only shows at present; nothing can be sent. What cannot wait can be done at a service centre with a paper form from the guide.
web-paused-maintenance = The site is being maintained.
web-paused-move = The site is moving to another machine.
web-paused-attack = The site is under attack, and we are dealing with it.
web-paused-drill = This is an emergency drill.
web-paused-database = The site cannot save anything at present, and we are working on it.
web-error-withheld-heading = This page is not shown for now
web-error-withheld-explanation = What stands here is not what was published according to the public record, so it is not shown: it could mislead you. The staff have been alarmed.
web-error-withheld-advice = Please come back later, call 12345 or ask at a service centre. Do not pay or send anything because of what you may have read here before.
