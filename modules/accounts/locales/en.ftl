# Words of people, firms and staff.

accounts-sign-in-title = Sign in
accounts-sign-in-lead = When you have signed in you can apply, save and follow your own matters.
accounts-id-number = Identity number
accounts-id-number-hint = 18 characters; the last may be an X
accounts-password = Password
accounts-login = User name
accounts-login-needed = Enter your identity number or user name
accounts-password-needed = Enter your password
accounts-citizen-wrong = The identity number or the password is wrong. Please try again
accounts-staff-wrong = The user name or the password is wrong. Please try again
accounts-sign-in-wrong = The login or the password is wrong
accounts-no-account-heading = No account yet?
accounts-no-account = Bring your identity card to a service hall and the staff will open one at once. You can track an application without signing in.
accounts-find-hall = Find a service hall
accounts-staff-sign-in-title = Staff sign-in
accounts-staff-help = If you forgot your password or have no account, ask the administrator of your office.
accounts-demo-heading = Demonstration accounts
accounts-demo-password = These people and numbers are invented. Every password is { $password }.

accounts-name = Name
accounts-mobile = Mobile number
accounts-address = Address
accounts-role = Role
accounts-authority = Authority
accounts-role-citizen = Citizen
accounts-role-clerk = Counter clerk
accounts-role-examiner = Examiner
accounts-role-approver = Approver
accounts-role-supervisor = Supervisor
accounts-role-editor = Editor
accounts-role-administrator = Administrator
accounts-role-partner = Another system
accounts-role-system = This system

accounts-act-for-title = For whom are you acting?
accounts-act-for-hint = From then on, new applications are made in the name you choose.
accounts-act-for-link = Act for someone else
accounts-party-self = Myself
accounts-party-needed = Choose for whom you are acting
accounts-party-refused = You cannot act for this firm at present
accounts-no-firms = There is no firm for which you may act yet. A firm can register its agents at a service hall.

accounts-profile-title = My details
accounts-profile-source = If your details have changed, bring your identity card to a service hall.
accounts-acting-for = The firm for which you are acting now
accounts-firm = Name of the firm
accounts-credit-code = Unified social credit code
accounts-legal-representative = Legal representative
accounts-firms-heading = Firms for which you may act

accounts-email-title = Messages by e-mail
accounts-email-lead = Your messages are always on this site. If you wish, they also come to an e-mail address.
accounts-email-firm = You are acting for { $firm }: the address is for the messages of this firm.
accounts-email-address = E-mail address
accounts-email-language = Language of the e-mails
accounts-email-remove = Stop the e-mails
accounts-email-code-heading = Confirm the address
accounts-email-sent = We have sent a code to { $email }. It is valid for 15 minutes. If it does not arrive, look among the unwanted mail, or ask for a new one below.
accounts-email-code = Code from the e-mail
accounts-email-code-hint = 6 digits
accounts-email-confirm = Confirm
accounts-email-other-heading = Another address or a new code
accounts-email-send = Send a code
accounts-email-needed = Enter an e-mail address, such as name@example.cn
accounts-email-refused = The mail server does not take this address. Please check it
accounts-email-later = The code cannot be sent at present. Please try again later
accounts-email-off = This site sends no e-mails at present.
accounts-email-code-needed = Enter the 6 digits from the e-mail
accounts-email-code-wrong = The code is wrong. Please compare it with the e-mail
accounts-email-code-gone = This code is not valid any more. Ask for a new one
accounts-email-confirmed = Your messages now also come by e-mail.
accounts-email-removed = No more e-mails are sent.

accounts-me-title = My role
