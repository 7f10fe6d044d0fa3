# Grüße aus München
vars {
  motd = "Willkommen – 欢迎 🚀"
  "schlüssel" = "ä\u00e4\U0001F680\xc3\xa4\303\244"
  behind = "🚀", column = 1
}
