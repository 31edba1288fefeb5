"""Fictional places with names in the scripts of fourteen languages, as many as a corpus needs."""

import re
from functools import lru_cache
from random import Random

CONSONANTS = ("", "b", "č", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "š", "t", "v", "y", "z")
VOWELS = "aeiou"
# Chinese characters for sounds of other languages: one word for each consonant, one character in it for each vowel.
CHINESE = tuple(
    re.findall(
        r"\w{5}",
        "阿埃伊奥乌 巴贝比博布 查切奇乔丘 达德迪多杜 法费菲福富 加盖吉戈古 哈赫希霍胡 贾杰季若朱 卡凯基科库 拉莱利洛卢 "
        "马梅米莫穆 纳内尼诺努 帕佩皮波普 腊雷里罗鲁 萨塞西索苏 沙谢什肖舒 塔特蒂托图 瓦韦维沃武 亚耶伊约尤 扎泽济佐祖",
    )
)
CODAS = {"": "", "n": "恩", "r": "尔", "l": "勒", "s": "斯", "m": "姆", "k": "克"}
ENDINGS = {
    "": "",
    "li": "利",
    "abad": "阿巴德",
    "kent": "肯特",
    "ovka": "奥夫卡",
    "tepe": "特佩",
    "say": "赛",
    "kala": "卡拉",
    "berd": "贝尔德",
    "iani": "亚尼",
}
PLAIN = "abčdefghijklmnoprsštuvyz"


def _script(letters: str) -> dict[int, str]:
    return {ord(plain): letter for plain, letter in zip(PLAIN, letters.split(), strict=True)}


SCRIPTS = {
    "en": _script("a b ch d e f g h i j k l m n o p r s sh t u v y z"),
    "fr": _script("a b tch d e f g h i dj k l m n o p r s ch t ou v y z"),
    "az": _script("a b ç d e f g h i c k l m n o p r s ş t u v y z"),
    "tk": _script("a b ç d e f g h i j k l m n o p r s ş t u w ý z"),
    "ru": _script("а б ч д е ф г х и дж к л м н о п р с ш т у в й з"),
    "kk": _script("а б ш д е ф г х и ж к л м н о п р с ш т у в й з"),
    "tg": _script("а б ч д е ф г ҳ и ҷ к л м н о п р с ш т у в й з"),
    "hy": _script("ա բ չ դ ե ֆ գ հ ի ջ կ լ մ ն ո պ ր ս շ տ ու վ յ զ"),
    "ka": _script("ა ბ ჩ დ ე ფ გ ჰ ი ჯ კ ლ მ ნ ო პ რ ს შ ტ უ ვ ი ზ"),
    "ar": _script("ا ب تش د ي ف غ ه ي ج ك ل م ن و ب ر س ش ت و ف ي ز"),
}
SCRIPTS |= {"es": SCRIPTS["en"], "uz": SCRIPTS["en"], "ky": SCRIPTS["ru"]}


@lru_cache(maxsize=8192)
def place(rank: int) -> tuple[str, str]:
    """Return the name of a place, in plain letters and in Chinese. A place with a lower rank is used more often."""
    random = Random(rank)
    plain, chinese = "", ""
    for _ in range(random.choice((1, 2, 2, 2, 3))):
        consonant, vowel = random.randrange(len(CONSONANTS)), random.randrange(len(VOWELS))
        coda = random.choice(tuple(CODAS))
        plain += CONSONANTS[consonant] + VOWELS[vowel] + coda
        chinese += CHINESE[consonant][vowel] + CODAS[coda]
    ending = random.choice(tuple(ENDINGS))
    return plain + ending, chinese + ENDINGS[ending]


@lru_cache(maxsize=65536)
def written(rank: int, language: str) -> str:
    """Return the name of a place in the script of a language."""
    plain, chinese = place(rank)
    return chinese if language == "zh" else plain.translate(SCRIPTS[language]).capitalize()
