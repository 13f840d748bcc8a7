"""Transcripts of chat groups: who said what when, and which of it asks for something.

Read: text copied from the windows of WeChat, WeCom and DingTalk, chats sent on by mail, and the
tables and pages that export tools write.
"""
