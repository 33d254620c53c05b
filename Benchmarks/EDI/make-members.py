"""Writes a sound 834 with so many made-up members: make-members.py MEMBERS."""
import sys

wanted = int(sys.argv[1])
per_set = 10_000
FAMILY = 4
LINES = ["HLT", "DEN", "VIS"]


def member(number):
    family, place = divmod(number, FAMILY)
    subscriber = place == 0
    relation = "18" if subscriber else "01" if place == 1 else "19"
    yield f"INS*{'Y' if subscriber else 'N'}*{relation}*030*XN*A***{'FT' if subscriber else ''}".rstrip("*")
    yield f"REF*0F*S{family:08d}"
    yield f"REF*1L*POL{family % 7:03d}"
    yield f"REF*23*S{family:08d}{place:02d}"
    if subscriber:
        yield f"REF*DX*DEPT{family % 20:02d}"
        yield f"DTP*336*D8*2015{1 + family % 12:02d}{1 + family % 28:02d}"
    yield "DTP*356*D8*20260101"
    yield f"NM1*IL*1*SAMPLE*PERSON{number}****34*9{number % 100_000_000:08d}"
    if subscriber:
        yield f"PER*IP**HP*555010{family % 10_000:04d}*EM*M{family}@EXAMPLE.COM"
        yield f"N3*{100 + family % 9000} MAIN ST"
        yield "N4*SPRINGFIELD*IL*62701"
    yield f"DMG*D8*{1960 + number % 60}{1 + number % 12:02d}{1 + number % 28:02d}*{'MF'[number % 2]}"
    for line in LINES[: 1 + family % 3]:
        yield f"HD*030**{line}*PLAN-{line}*FAM"
        yield "DTP*348*D8*20260101"
        if subscriber:
            yield f"AMT*P3*{50 + family % 400}.{family % 100:02d}"
        yield f"REF*1L*POL-{line}"


def put(segment):
    sys.stdout.write(segment + "~\n")


put("ISA*00*          *00*          *ZZ*" + "SPONSOR".ljust(15) + "*ZZ*" + "PAYER".ljust(15)
    + "*260401*1200*^*00501*000000001*0*T*:")
put("GS*BE*SPONSOR*PAYER*20260401*1200*1*X*005010X220A1")
sets = 0
for first in range(0, wanted, per_set):
    last = min(wanted, first + per_set)
    sets += 1
    subscribers = sum(1 for number in range(first, last) if number % FAMILY == 0)
    segments = [
        f"ST*834*{sets:04d}*005010X220A1", f"BGN*00*MADE{sets:04d}*20260401*1200****4", "REF*38*GROUP1",
        f"QTY*DT*{last - first - subscribers}", f"QTY*ET*{subscribers}", f"QTY*TO*{last - first}",
        "N1*P5*SPONSOR INC*FI*990000001", "N1*IN*PAYER INC*FI*990000002"]
    for number in range(first, last):
        segments.extend(member(number))
    segments.append(f"SE*{len(segments) + 1}*{sets:04d}")
    for segment in segments:
        put(segment)
put(f"GE*{sets}*1")
put("IEA*1*000000001")
