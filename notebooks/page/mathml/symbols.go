package mathml

// What a TeX command stands for, by kind. The kinds follow TeX's atoms: they decide the space between neighbours.

// letters are identifiers: Greek, and letter-like signs. Capital Greek stands upright in TeX.
var letters = map[string]string{
	"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
	"theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο",
	"pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "ϕ",
	"varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "ell": "ℓ", "imath": "ı", "jmath": "ȷ", "partial": "∂", "hbar": "ℏ",
}

var upright = map[string]string{
	"Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ",
	"Psi": "Ψ", "Omega": "Ω", "nabla": "∇", "infty": "∞", "emptyset": "∅", "varnothing": "∅", "forall": "∀", "exists": "∃",
	"neg": "¬", "lnot": "¬", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "top": "⊤", "bot": "⊥", "angle": "∠", "prime": "′", "degree": "°",
	"ldots": "…", "dots": "…", "dotsc": "…", "cdots": "⋯", "dotsb": "⋯", "vdots": "⋮", "ddots": "⋱", "checkmark": "✓",
	"square": "□", "Box": "□", "blacksquare": "■", "star": "⋆", "dagger": "†", "%": "%", "$": "$", "#": "#", "_": "_", "&": "&",
	"S": "§", "copyright": "©",
}

var binarySigns = map[string]string{
	"cdot": "⋅", "times": "×", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "circ": "∘", "bullet": "∙", "odot": "⊙", "oplus": "⊕",
	"otimes": "⊗", "ominus": "⊖", "oslash": "⊘", "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧", "land": "∧", "vee": "∨",
	"lor": "∨", "sqcup": "⊔", "sqcap": "⊓", "diamond": "⋄", "bmod": "mod",
}

var relations = map[string]string{
	"le": "≤", "leq": "≤", "leqslant": "⩽", "ge": "≥", "geq": "≥", "geqslant": "⩾", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫",
	"lt": "<", "gt": ">", "approx": "≈", "equiv": "≡", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝", "doteq": "≐",
	"coloneqq": "≔", "triangleq": "≜", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃",
	"supseteq": "⊇", "prec": "≺", "preceq": "⪯", "succ": "≻", "succeq": "⪰", "perp": "⊥", "parallel": "∥", "mid": "∣", "vdash": "⊢",
	"models": "⊨", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒",
	"implies": "⟹", "Leftarrow": "⇐", "impliedby": "⟸", "Leftrightarrow": "⇔", "iff": "⟺", "longrightarrow": "⟶",
	"longleftarrow": "⟵", "Longrightarrow": "⟹", "Longleftarrow": "⟸", "mapsto": "↦", "longmapsto": "⟼", "uparrow": "↑",
	"downarrow": "↓", "updownarrow": "↕", "Uparrow": "⇑", "Downarrow": "⇓", "hookrightarrow": "↪", "rightharpoonup": "⇀",
	"rightleftharpoons": "⇌", "leadsto": "⇝", "rightsquigarrow": "⇝", "nearrow": "↗", "searrow": "↘", "therefore": "∴",
	"because": "∵", "not": "≠",
}

// bigOperators are the large operators. Their limits go above and below in a display, integrals' beside.
var bigOperators = map[string]string{
	"sum": "∑", "prod": "∏", "coprod": "∐", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "bigvee": "⋁",
	"bigwedge": "⋀", "int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮",
}

// functions are upright names; true: limits go below in a display.
var functions = map[string]bool{
	"sin": false, "cos": false, "tan": false, "cot": false, "sec": false, "csc": false, "arcsin": false, "arccos": false,
	"arctan": false, "sinh": false, "cosh": false, "tanh": false, "coth": false, "exp": false, "log": false, "ln": false,
	"lg": false, "arg": false, "deg": false, "dim": false, "ker": false, "hom": false, "lim": true, "max": true, "min": true,
	"sup": true, "inf": true, "det": true, "gcd": true, "Pr": true, "argmax": true, "argmin": true, "limsup": true, "liminf": true,
}

// delimiters may stand after \left, \right, \big, and alone.
var delimiters = map[string]string{
	"(": "(", ")": ")", "[": "[", "]": "]", "{": "{", "}": "}", "|": "|", "/": "/", ".": "", "<": "⟨", ">": "⟩",
	"lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "langle": "⟨", "rangle": "⟩", "vert": "|", "lvert": "|",
	"rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "lceil": "⌈", "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋",
	"backslash": "\\", "uparrow": "↑", "downarrow": "↓",
}

// opens and closes say on which side of its content a delimiter stands; the others (|, ‖) can be either.
var (
	opens  = map[string]bool{"(": true, "[": true, "{": true, "⟨": true, "⌈": true, "⌊": true}
	closes = map[string]bool{")": true, "]": true, "}": true, "⟩": true, "⌉": true, "⌋": true}
)

// An accent is a sign over or under its argument.
type accent struct {
	sign    string
	under   bool
	stretch bool
	brace   bool // further scripts are limits of the whole: the label of a brace
}

var accents = map[string]accent{
	"bar": {sign: "¯"}, "dot": {sign: "˙"}, "ddot": {sign: "¨"}, "hat": {sign: "^"}, "tilde": {sign: "~"}, "vec": {sign: "→"},
	"check": {sign: "ˇ"}, "breve": {sign: "˘"}, "acute": {sign: "´"}, "grave": {sign: "`"}, "mathring": {sign: "˚"},
	"overline": {sign: "‾", stretch: true}, "widehat": {sign: "^", stretch: true}, "widetilde": {sign: "~", stretch: true},
	"overrightarrow": {sign: "→", stretch: true}, "overleftarrow": {sign: "←", stretch: true},
	"underline": {sign: "_", under: true, stretch: true}, "overbrace": {sign: "⏞", stretch: true, brace: true},
	"underbrace": {sign: "⏟", under: true, stretch: true, brace: true},
}

// spaces are widths in em.
var spaces = map[string]string{
	",": "0.167", ":": "0.222", ">": "0.222", ";": "0.278", "!": "-0.167", " ": "0.25", "quad": "1", "qquad": "2", "enspace": "0.5",
	"thinspace": "0.167", "medspace": "0.222", "thickspace": "0.278", "negthinspace": "-0.167", "hfill": "1", "space": "0.25",
}

// fonts name a style of letters; see styled.
var fonts = map[string]string{
	"mathrm": "rm", "mathbf": "bf", "mathit": "it", "mathsf": "sf", "mathtt": "tt", "mathbb": "bb", "mathcal": "cal", "mathscr": "cal",
	"mathfrak": "frak", "boldsymbol": "bi", "bm": "bi", "mathnormal": "", "rm": "rm", "bf": "bf",
}

var textFonts = map[string]string{
	"text": "", "textrm": "", "mbox": "", "textnormal": "", "textbf": "bf", "textit": "it", "emph": "it", "texttt": "tt", "textsf": "sf",
}

// bigSizes are the heights of \big and its kin, in em.
var bigSizes = map[string]string{"big": "1.2", "Big": "1.8", "bigg": "2.4", "Bigg": "3"}

// ignored commands change nothing that a page shows.
var ignored = map[string]bool{
	"nonumber": true, "notag": true, "limits": true, "nolimits": true, "displaylimits": true, "relax": true, "strut": true,
	"allowbreak": true, "nobreak": true, "hline": true,
}

// A grid is a table: what fences it, how its columns stand.
type grid struct {
	left, right string
	align       string // of the columns, l, c or r, repeated; "" : given by an argument
	display     bool   // cells in display style
	pairs       bool   // columns come in pairs r l that touch, as in aligned
}

var environments = map[string]grid{
	"matrix": {align: "c"}, "pmatrix": {left: "(", right: ")", align: "c"}, "bmatrix": {left: "[", right: "]", align: "c"},
	"Bmatrix": {left: "{", right: "}", align: "c"}, "vmatrix": {left: "|", right: "|", align: "c"},
	"Vmatrix": {left: "‖", right: "‖", align: "c"}, "smallmatrix": {align: "c"}, "cases": {left: "{", align: "l"},
	"array": {}, "aligned": {align: "rl", display: true, pairs: true}, "align": {align: "rl", display: true, pairs: true},
	"split": {align: "rl", display: true, pairs: true}, "alignedat": {align: "rl", display: true, pairs: true},
	"eqnarray": {align: "rcl", display: true}, "gathered": {align: "c", display: true}, "gather": {align: "c", display: true},
	"equation": {align: "c", display: true}, "multline": {align: "c", display: true}, "substack": {align: "c"},
}
