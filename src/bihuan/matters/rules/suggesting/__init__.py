"""Which unit or class like letters went to: learnt from what was answered, shown with reasons.

Numpy and nothing else; no clock, no table. A letter is read as overlapping runs of characters;
kernel ridge regression says which units, functions, areas and seats like letters had; a small
conditional logit weighs that with the places the letter names, over every unit of the register.
"""
