"""Issuing states in the letters of the MRZ and in those of certificates (ISO 3166-1, ICAO Doc 9303-3 §5)."""

from __future__ import annotations

_ISO_3166 = """
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI
    BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT
    BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU
    CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET
    FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR
    GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR
    IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB
    LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH
    MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE
    NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL
    PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ
    SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC
    TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY
    USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
"""
"""Three letters and two letters of each country, written together."""

_OF_ICAO = {
    # Germany's documents bear one letter.
    "D": "DE",
    # Part B: nationals of the United Kingdom and its territories.
    "GBD": "GB",
    "GBN": "GB",
    "GBO": "GB",
    "GBP": "GB",
    "GBS": "GB",
    # Part C: the United Nations, their specialized agencies, their mission in Kosovo.
    "UNO": "UN",
    "UNA": "UN",
    "UNK": "UN",
    # Part D: other issuing authorities, as far as one is known that has a code of two letters.
    "EUE": "EU",
    "XOM": "XO",
    # Kosovo, which ISO 3166 does not have.
    "RKS": "KS",
}
"""What ICAO Doc 9303-3 §5 adds to ISO 3166.

The other authorities of part D (XBA, XCC, XCE, XCO, XDC, XEC, XES, XIM, XMP, XPO) have no letters of their own for
certificates: their alternative names must say which they are. XXA, XXB, XXC and XXX are nationalities, and nobody
issues under them.
"""

_WITHDRAWN = {
    "ANT": "AN",
    "BUR": "MM",
    "ROM": "RO",
    "SCG": "CS",
    "TMP": "TL",
    "YUG": "YU",
    "ZAR": "CD",
    "ZIM": "ZW",
}
"""Letters that ISO 3166-3 has withdrawn, and ZIM, which stands in documents of Zimbabwe."""

_ALSO = {"UNO": "ZZ", "RKS": "XK"}
"""Second codes: the first CSCA of the United Nations, and what the European Union uses for Kosovo."""

_ALPHA_2 = {pair[:3]: pair[3:] for pair in _ISO_3166.split()} | _OF_ICAO | _WITHDRAWN
_ALPHA_3 = {pair[3:]: pair[:3] for pair in _ISO_3166.split()}


def codes_of(issuing_state: str) -> frozenset[str]:
    """All letters under which certificates may name the issuing state of an MRZ: two letters, and three where an
    authority has put those in their place. Empty for letters that are no state's, as Utopia's UTO."""
    country = _ALPHA_2.get(issuing_state)
    if country is None:
        return frozenset()
    also = {_ALSO[issuing_state]} if issuing_state in _ALSO else set()
    return frozenset({issuing_state, country, _ALPHA_3.get(country, issuing_state)} | also)
