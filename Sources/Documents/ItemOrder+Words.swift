/// What is said of a run whose file gives one item order: EmotionBench shuffles items on request, but
/// its published files name the printed order alone.
let doubtfulItemOrder: InlineText = """
  The run file gives the printed item order for every repetition. Authors of such files may have \
  shuffled the items without recording it, so figures that depend on the order shown (longstring, \
  item orders) may not apply.
  """
