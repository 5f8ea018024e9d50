import JotopApp

@main
enum Jotop {
    static func main() async {
        await Launch.main()
    }
}
