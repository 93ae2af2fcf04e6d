"""Crypto-assets that a page names as such."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.article import ArticleBlock, Asset

# (What stands before the sign is looked at behind it: an expression that begins with a plain letter searches faster.)
CASHTAG = re.compile(r"\$(?<![\w$]\$)([A-Z][A-Z0-9]{1,9})\b")
IN_BRACKETS = re.compile(r"[(（]\$?([A-Z][A-Z0-9]{1,9})[)）]")
# "Bitcoin (BTC)": a name of up to three capitalised words, or of a script without capitals, right before the symbol.
NAME_BEFORE = re.compile(r"((?:[A-ZÀ-Þ][\w.]*\s){0,2}[A-ZÀ-Þ][\w.]*|[^\W\d_A-Za-z]{1,12})\s?$")
LONGEST_NAME = 40
MARKET_LINK = re.compile(
    r"/(?:price|prices|coins?|currenc(?:y|ies)|trade|markets?|spot|tokens?|cryptocurrencies)/([a-z0-9]+(?:[-_][a-z0-9]+)*)",
    re.I,
)
PAIR = re.compile(r"^([A-Z0-9]{2,10})[-_](?:USDT|USDC|USD|BTC|EUR|KRW)$", re.I)

# Well-known symbols: "(SEC)" or "(CEO)" has the same form as "(ETH)", so a symbol in brackets must be known here or
# stand elsewhere on the page as $XYZ, in a market link or as a tag. Written from general knowledge.
KNOWN = {
    "BTC": "Bitcoin",
    "ETH": "Ethereum",
    "USDT": "Tether",
    "BNB": "BNB",
    "SOL": "Solana",
    "XRP": "XRP",
    "USDC": "USD Coin",
    "ADA": "Cardano",
    "DOGE": "Dogecoin",
    "TRX": "TRON",
    "TON": "Toncoin",
    "AVAX": "Avalanche",
    "SHIB": "Shiba Inu",
    "DOT": "Polkadot",
    "LINK": "Chainlink",
    "BCH": "Bitcoin Cash",
    "LTC": "Litecoin",
    "NEAR": "NEAR Protocol",
    "UNI": "Uniswap",
    "MATIC": "Polygon",
    "POL": "Polygon",
    "ICP": "Internet Computer",
    "DAI": "Dai",
    "ETC": "Ethereum Classic",
    "APT": "Aptos",
    "ARB": "Arbitrum",
    "OP": "Optimism",
    "SUI": "Sui",
    "FIL": "Filecoin",
    "ATOM": "Cosmos",
    "XLM": "Stellar",
    "XMR": "Monero",
    "HBAR": "Hedera",
    "AAVE": "Aave",
    "PEPE": "Pepe",
    "HYPE": "Hyperliquid",
    "WLD": "Worldcoin",
    "TAO": "Bittensor",
    "HT": "Huobi Token",
    "OKB": "OKB",
    "MNT": "Mantle",
    "KAS": "Kaspa",
    "ZEC": "Zcash",
    "DASH": "Dash",
    "ALGO": "Algorand",
    "SAND": "The Sandbox",
    "MKR": "Maker",
    "CRV": "Curve",
    "LDO": "Lido DAO",
    "ENA": "Ethena",
    "JUP": "Jupiter",
    "BONK": "Bonk",
    "PAXG": "PAX Gold",
    "XAUT": "Tether Gold",
    "FDUSD": "First Digital USD",
    "PYUSD": "PayPal USD",
    "USDE": "Ethena USDe",
    "EURC": "EURC",
    "RUNE": "THORChain",
    "INJ": "Injective",
    "TIA": "Celestia",
    "SEI": "Sei",
    "STX": "Stacks",
    "GRT": "The Graph",
    "IMX": "Immutable",
    "RENDER": "Render",
    "FET": "Artificial Superintelligence Alliance",
    "AXS": "Axie Infinity",
    "MANA": "Decentraland",
    "EOS": "EOS",
    "XTZ": "Tezos",
    "NEO": "Neo",
    "BSV": "Bitcoin SV",
    "VET": "VeChain",
    "FLOKI": "FLOKI",
    "ORDI": "ORDI",
    "PYTH": "Pyth Network",
    "ONDO": "Ondo",
    "STRK": "Starknet",
    "ZK": "ZKsync",
    "GT": "Gate",
    "KCS": "KuCoin Token",
    "BGB": "Bitget Token",
    "LEO": "UNUS SED LEO",
    "CRO": "Cronos",
    "FTT": "FTX Token",
    "LUNA": "Terra",
    "WBTC": "Wrapped Bitcoin",
    "STETH": "Lido Staked Ether",
    "BUSD": "Binance USD",
    "TUSD": "TrueUSD",
    "WIF": "dogwifhat",
    "TRUMP": "Official Trump",
}
BY_NAME = {name.casefold(): symbol for symbol, name in KNOWN.items()}


def find_assets(title: str, blocks: Iterable[ArticleBlock], tags: Iterable[str]) -> list[Asset]:
    """Return the assets that title, text, market links or tags name, in order, each once."""
    blocks = list(blocks)
    text = "\n".join([title, *(block.text for block in blocks)])
    symbols = [match[1] for match in CASHTAG.finditer(text)]
    symbols += [symbol for block in blocks for link in block.links if (symbol := _of_link(link.url))]
    symbols += [tag.upper().lstrip("$") for tag in tags if tag.upper().lstrip("$") in KNOWN]
    symbols += [BY_NAME[tag.casefold()] for tag in tags if tag.casefold() in BY_NAME]
    named = _named(text, set(symbols))
    # Each symbol is looked for once, however often the page names it.
    places = {symbol: text.find(symbol) for symbol in dict.fromkeys([*named, *symbols])}
    ordered = sorted(places, key=lambda symbol: (places[symbol] < 0, places[symbol]))
    return [Asset(symbol=symbol, name=named.get(symbol) or KNOWN.get(symbol)) for symbol in ordered]


def _named(text: str, symbols: set[str]) -> dict[str, str]:
    """Return the names that stand before symbols in brackets."""
    found: dict[str, str] = {}
    for match in IN_BRACKETS.finditer(text):
        name = NAME_BEFORE.search(text[max(0, match.start() - LONGEST_NAME) : match.start()])
        if name and (match[1] in KNOWN or match[1] in symbols):
            found.setdefault(match[1], name[1])
    return found


def _of_link(url: str) -> str | None:
    match = MARKET_LINK.search(url)
    if not match:
        return None
    if pair := PAIR.match(match[1]):
        return pair[1].upper()
    word = match[1]
    return next(
        (s for s, name in KNOWN.items() if word.upper() == s or word.replace("-", " ") == name.casefold()), None
    )
