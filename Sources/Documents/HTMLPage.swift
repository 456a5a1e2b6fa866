/// A whole HTML page that brings its style and asks nobody else for anything.
///
/// - Parameter body: HTML.
package func htmlPage(title: String, body: String) -> String {
  let style = """
    body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;\
    color-scheme:light dark}table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;\
    font-weight:600}th,td{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #8886}\
    .number{text-align:right;font-variant-numeric:tabular-nums}
    """
  return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(htmlEscaped(title))</title>
    <style>\(style)</style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
}
