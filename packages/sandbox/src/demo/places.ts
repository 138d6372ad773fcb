/** A town with a practice in it. */
export interface Place {
  city: string;
  state: string;
  zip: string;
  /** IANA name. */
  timeZone: string;
  /** Hours behind UTC, without daylight saving; good enough for opening hours. */
  hoursBehind: number;
  areaCodes: readonly string[];
}

/** In the order in which servers get them: the first seven are in seven time zones. */
export const places: readonly Place[] = [
  place("Albany", "NY", "12203", "America/New_York", 5, "518 315 607 845"),
  place("Peoria", "IL", "61614", "America/Chicago", 6, "309 217 815"),
  place("Fort Collins", "CO", "80525", "America/Denver", 7, "970 303 720"),
  place("Mesa", "AZ", "85204", "America/Phoenix", 7, "480 602 623"),
  place("Salem", "OR", "97302", "America/Los_Angeles", 8, "503 541 971"),
  place("Anchorage", "AK", "99507", "America/Anchorage", 9, "907"),
  place("Hilo", "HI", "96720", "Pacific/Honolulu", 10, "808"),
  place("Roanoke", "VA", "24018", "America/New_York", 5, "540 434"),
  place("Boise", "ID", "83706", "America/Boise", 7, "208"),
  place("Lincoln", "NE", "68506", "America/Chicago", 6, "402 308"),
  place("Fort Wayne", "IN", "46804", "America/Indiana/Indianapolis", 5, "260 574"),
  place("Tacoma", "WA", "98407", "America/Los_Angeles", 8, "253 360"),
];

function place(
  city: string,
  state: string,
  zip: string,
  timeZone: string,
  hoursBehind: number,
  areaCodes: string,
): Place {
  return { city, state, zip, timeZone, hoursBehind, areaCodes: areaCodes.split(" ") };
}

/** Area codes of the rest of the country: people keep their number when they move. */
const otherAreaCodes =
  `201 202 203 205 206 207 209 210 212 213 214 215 216 218 219 224 225 228 229 231 234 239 240 248
251 252 254 256 262 267 269 270 276 281 301 302 304 305 307 310 312 313 314 316 317 318 319 320 321 323 325 330 334 336
337 347 351 352 361 386 401 404 405 406 407 408 409 410 412 413 414 415 417 419 423 424 425 430 432 435 440 443 469 478
479 484 501 502 504 505 507 508 509 510 512 513 515 516 517 520 530 551 559 561 562 563 567 570 571 573 580 585 586 601
603 605 606 608 609 610 612 614 615 616 617 618 619 620 626 630 631 636 641 646 650 651 660 661 662 678 682 701 702 703
704 706 707 708 712 713 714 715 716 717 718 719 724 727 731 732 734 740 754 757 760 763 765 770 772 773 774 775 781 785
786 801 802 803 804 805 806 810 812 813 814 816 817 818 828 830 831 832 843 847 848 850 856 857 858 859 860 862 863 864
865 870 901 903 904 906 908 909 910 912 913 914 915 916 917 918 919 920 925 928 931 936 937 940 941 949 951 952 954 956
972 973 978 979 980 985 989`.split(/\s+/);

/** The numbers of one area code that are kept free for fiction: 555-0100 to 555-0199. */
const perAreaCode = 100;

/**
 * Gives out ten-digit numbers, local ones first, then those of the rest of the country. There are about 28,000 of the
 * latter: a larger world sees them again.
 */
export class Numbers {
  readonly #taken = new Map<string, number>();
  #elsewhere = 0;

  next({ areaCodes }: Place): string {
    for (const code of areaCodes) {
      const taken = this.#taken.get(code) ?? 0;
      if (taken === perAreaCode) continue;
      this.#taken.set(code, taken + 1);
      return fictional(code, taken);
    }
    const at = this.#elsewhere++ % (otherAreaCodes.length * perAreaCode);
    return fictional(
      otherAreaCodes[at % otherAreaCodes.length] ?? "202",
      Math.floor(at / otherAreaCodes.length),
    );
  }
}

function fictional(areaCode: string, number: number): string {
  return `${areaCode}55501${String(number).padStart(2, "0")}`;
}
