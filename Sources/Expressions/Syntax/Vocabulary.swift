/// Names that other languages have for what this one calls differently.
enum Vocabulary {
  /// Filters of template languages.
  static let filters: [String: String] = [
    "lower": "x.lowerAscii()", "upper": "x.upperAscii()", "trim": "x.trim()", "length": "size(x)",
    "int": "int(x)", "string": "string(x)", "float": "double(x)", "join": "x.join(',')", "tojson": "json(x)",
    "to_json": "json(x)", "first": "x.first()", "last": "x.last()", "default": "coalesce(x, y)",
    "replace": "x.replace(a, b)", "round": "math.round(x)", "abs": "math.abs(x)", "sort": "x.sort()",
    "unique": "x.distinct()", "base64encode": "base64.encode(x)", "b64encode": "base64.encode(x)",
    "urlencode": "urlEncode(x)", "capitalize": "x.upperAscii()", "date": "date(x)",
  ]

  /// Values of other languages.
  static let constants: [String: String] = [
    "nil": "null", "None": "null", "NULL": "null", "Null": "null", "undefined": "null", "none": "null",
    "True": "true", "TRUE": "true", "yes": "true", "False": "false", "FALSE": "false", "no": "false",
  ]

  /// Functions and methods of other languages; the value is how the call is written here.
  static let functions: [String: String] = [
    "lower": "x.lowerAscii()", "toLowerCase": "x.lowerAscii()", "lowercase": "x.lowerAscii()",
    "upper": "x.upperAscii()", "toUpperCase": "x.upperAscii()", "uppercase": "x.upperAscii()",
    "strip": "x.trim()", "len": "size(x)", "length": "size(x)", "count": "size(x)", "toString": "string(x)",
    "str": "string(x)", "text": "string(x)", "parseInt": "int(x)", "toInt": "int(x)", "integer": "int(x)",
    "number": "double(x)", "float": "double(x)", "parseFloat": "double(x)", "boolean": "bool(x)",
    "concat": "a + b", "includes": "x.contains(y)", "indexof": "x.indexOf(y)", "isNull": "x == null",
    "is_null": "x == null", "isnull": "x == null", "isEmpty": "blank(x)", "isBlank": "blank(x)",
    "is_empty": "blank(x)", "empty": "size(x) == 0",
    "not": "!x", "defined": "has(x.y)", "default": "coalesce(x, y)", "ifNull": "coalesce(x, y)",
    "nvl": "coalesce(x, y)", "substr": "x.substring(a, b)", "slice": "x.slice(a, b)",
    "push": "list + [x]", "append": "list + [x]", "some": "x.exists(v, condition)",
    "any": "x.exists(v, condition)",
    "every": "x.all(v, condition)", "find": "x.filter(v, condition)[0]", "select": "x.filter(v, condition)",
    "regexMatch": "x.matches(pattern)", "match": "x.matches(pattern)", "test": "x.matches(pattern)",
    "now": "a timestamp variable of the context", "today": "a date variable of the context",
    "parseDate": "date(x, format)", "strptime": "instant(x, format)", "strftime": "format(x, pattern)",
    "toDate": "date(x)", "toISOString": "string(x)", "min": "math.least(a, b)", "max": "math.greatest(a, b)",
    "abs": "math.abs(x)", "floor": "math.floor(x)", "ceil": "math.ceil(x)", "if": "condition ? a : b",
    "iif": "condition ? a : b", "b64encode": "base64.encode(x)", "b64decode": "base64.decode(x)",
    "encodeURIComponent": "urlEncode(x)", "decodeURIComponent": "urlDecode(x)", "toJson": "json(x)",
    "to_json": "json(x)", "fromJson": "parseJson(x)", "typeof": "type(x)", "keys": "m.map(k, k)",
    "values": "m.transformList(k, v, v)", "uniq": "x.distinct()", "unique": "x.distinct()",
    "startswith": "x.startsWith(y)", "endswith": "x.endsWith(y)", "money": "decimal(x)",
  ]
}
