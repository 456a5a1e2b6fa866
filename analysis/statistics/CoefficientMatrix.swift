internal import Foundation

/// A small symmetric matrix: of as many rows as a model has coefficients, or a scale has items.
struct CoefficientMatrix: Sendable, Equatable {
  let size: Int
  /// Row by row; both triangles are kept.
  private(set) var elements: [Double]

  init(size: Int) {
    self.size = size
    elements = Array(repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[row * size + column] }
    set {
      elements[row * size + column] = newValue
      elements[column * size + row] = newValue
    }
  }

  /// Adds `weight` times the product of a vector with itself.
  mutating func add(_ vector: [Double], weight: Double) {
    elements.withUnsafeMutableBufferPointer { elements in
      vector.withUnsafeBufferPointer { vector in
        for row in 0..<size where vector[row] != 0 {
          let share = weight * vector[row]
          for column in 0..<size { elements[row * size + column] += share * vector[column] }
        }
      }
    }
  }

  /// Adds `weight` times the product of a vector with itself, of which only some elements are given.
  mutating func add(sparse vector: [(Int, Double)], weight: Double) {
    for (row, value) in vector {
      for (column, other) in vector { elements[row * size + column] += weight * value * other }
    }
  }

  var indices: Range<Int> { 0..<size }

  func scaled(by factor: Double) -> CoefficientMatrix {
    var result = self
    for index in elements.indices { result.elements[index] *= factor }
    return result
  }

  func row(_ row: Int) -> [Double] { Array(elements[row * size..<(row + 1) * size]) }

  func times(_ vector: [Double]) -> [Double] {
    (0..<size).map { row in
      var total = 0.0
      for column in 0..<size { total += elements[row * size + column] * vector[column] }
      return total
    }
  }

  /// The quadratic form of a vector.
  func form(_ vector: [Double]) -> Double { dot(vector, times(vector)) }

  /// The quadratic form of a vector of which only some elements are given.
  func form(sparse vector: [(Int, Double)]) -> Double {
    vector.reduce(0) { total, row in
      vector.reduce(total) { $0 + row.1 * $1.1 * elements[row.0 * size + $1.0] }
    }
  }

  /// The rows of the product with another matrix.
  func times(_ other: CoefficientMatrix) -> [[Double]] {
    (0..<size).map { other.times(row($0)) }
  }

  /// The trace of the product with another matrix.
  func traceOfProduct(_ other: CoefficientMatrix) -> Double { dot(elements, other.elements) }

  /// This matrix times `middle` times this matrix.
  func around(_ middle: CoefficientMatrix) -> CoefficientMatrix {
    var result = CoefficientMatrix(size: size)
    let columns = (0..<size).map { index in middle.times((0..<size).map { self[$0, index] }) }
    for row in 0..<size {
      let values = (0..<size).map { self[row, $0] }
      for column in row..<size { result[row, column] = dot(values, columns[column]) }
    }
    return result
  }
}

/// The sum of products of two columns of one length.
package func dot(_ first: [Double], _ second: [Double]) -> Double {
  var total = 0.0
  for index in first.indices { total += first[index] * second[index] }
  return total
}

/// The Cholesky factor of a positive definite matrix, M = L·Lᵀ.
struct Cholesky: Sendable {
  let size: Int
  /// The lower triangle of L, row by row with zeros above.
  private let factor: [Double]

  /// nil if the matrix is not positive definite: a pivot that rounding alone leaves of its diagonal
  /// element counts as 0.
  init?(_ matrix: CoefficientMatrix) {
    let size = matrix.size
    var factor = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        var rest = matrix[row, column]
        for index in 0..<column {
          rest -= factor[row * size + index] * factor[column * size + index]
        }
        if row == column {
          guard rest > 1e-12 * matrix[row, row] else { return nil }
          factor[row * size + row] = rest.squareRoot()
        } else {
          factor[row * size + column] = rest / factor[column * size + column]
        }
      }
    }
    self.size = size
    self.factor = factor
  }

  /// log of the matrix's determinant.
  var logDeterminant: Double {
    2 * (0..<size).reduce(0.0) { $0 + log(factor[$1 * size + $1]) }
  }

  /// Row `row` of Lᵀ over its diagonal element: the unit upper triangle of Doolittle's
  /// decomposition, whose rows are a model's sequential (type I) contrasts.
  func unitUpperRow(_ row: Int) -> [Double] {
    (0..<size).map {
      $0 < row ? 0 : factor[$0 * size + row] / factor[row * size + row]
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var solution = right
    for row in 0..<size {
      for index in 0..<row { solution[row] -= factor[row * size + index] * solution[index] }
      solution[row] /= factor[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for index in stride(from: row + 1, to: size, by: 1) {
        solution[row] -= factor[index * size + row] * solution[index]
      }
      solution[row] /= factor[row * size + row]
    }
    return solution
  }

  var inverse: CoefficientMatrix {
    var inverse = CoefficientMatrix(size: size)
    for column in 0..<size {
      var unit = [Double](repeating: 0, count: size)
      unit[column] = 1
      let solution = solve(unit)
      for row in column..<size { inverse[row, column] = solution[row] }
    }
    return inverse
  }
}

extension CoefficientMatrix {
  /// Eigenvalues from the largest down, each with its eigenvector of length 1.
  ///
  /// Jacobi's rotations until nothing is left off the diagonal (Golub and Van Loan, 2013, Matrix
  /// computations, algorithm 8.5.2); small eigenvalues of a positive definite matrix keep their
  /// digits.
  var eigenpairs: [(value: Double, vector: [Double])] {
    var matrix = self
    var vectors = (0..<size).map { row in (0..<size).map { row == $0 ? 1.0 : 0 } }
    for _ in 0..<100 {
      var turned = false
      for p in 0..<size {
        for q in stride(from: p + 1, to: size, by: 1) {
          let scale = (matrix[p, p] * matrix[q, q]).magnitude.squareRoot()
          guard abs(matrix[p, q]) > 1e-17 * scale, matrix[p, q] != 0 else { continue }
          turned = true
          let tau = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q])
          let tangent = (tau < 0 ? -1 : 1) / (abs(tau) + (1 + tau * tau).squareRoot())
          let cosine = 1 / (1 + tangent * tangent).squareRoot()
          let sine = tangent * cosine
          let (pp, qq, pq) = (matrix[p, p], matrix[q, q], matrix[p, q])
          for index in 0..<size where index != p && index != q {
            let (ip, iq) = (matrix[index, p], matrix[index, q])
            matrix[index, p] = cosine * ip - sine * iq
            matrix[index, q] = sine * ip + cosine * iq
          }
          matrix[p, p] = pp - tangent * pq
          matrix[q, q] = qq + tangent * pq
          matrix[p, q] = 0
          for index in 0..<size {
            let (ip, iq) = (vectors[p][index], vectors[q][index])
            vectors[p][index] = cosine * ip - sine * iq
            vectors[q][index] = sine * ip + cosine * iq
          }
        }
      }
      if !turned { break }
    }
    return (0..<size).map { (matrix[$0, $0], vectors[$0]) }.sorted { $0.value > $1.value }
  }
}
