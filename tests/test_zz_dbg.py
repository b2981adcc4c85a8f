import sys; sys.path.insert(0,'/work/main/tests')
from test_measure_page import *
def test_x(kept_file):
    visitor = second(fill(opened("add"), on=OCTOBER).again(), "correct", value="60", denominator="72")
    pressed(visitor, "_save"); print(visitor.refused)
    pressed(fill(visitor, reason="Counted again."), "_save")
    print('R', visitor.refused, asked_back(visitor), announced(visitor)); assert 0
