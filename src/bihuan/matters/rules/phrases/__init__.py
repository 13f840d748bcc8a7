"""What a text tells of itself: a telephone number, a name, a day, a place, a topic, and the words
each was read from. Nothing here is certain; a clerk sees the words and corrects.
"""
