"""From judged matters to figures: counts, rates with intervals, places, and what is published."""
