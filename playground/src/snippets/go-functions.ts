/** Functions that a program gets if it calls them. */
export const goFunctions: Readonly<Record<string, string>> = {
  readCallback: `// readCallback asks for the address that the browser arrived at, and returns its parameters.
func readCallback(question string) url.Values {
	fmt.Print(question)
	line, err := bufio.NewReader(os.Stdin).ReadString('\\n')
	if err != nil {
		log.Fatal(err)
	}
	address, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		log.Fatal(err)
	}
	if address.Fragment != "" {
		values, err := url.ParseQuery(address.EscapedFragment())
		if err != nil {
			log.Fatal(err)
		}
		return values
	}
	return address.Query()
}`,
  readClaims: `func readClaims(token string) url.Values {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		log.Fatal("the response is not a JWT")
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		log.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		log.Fatal(err)
	}
	values := url.Values{}
	for name, value := range claims {
		values.Set(name, fmt.Sprint(value))
	}
	return values
}`,
  newRequest: `func newRequest(ctx context.Context, method, address string, body io.Reader) *http.Request {
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		log.Fatal(err)
	}
	return request
}`,
  send: `// send prints the response and returns its body.
func send(request *http.Request) []byte {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Status, string(body))
	return body
}`,
  field: `func field(body []byte, name string) string {
	var members map[string]any
	if err := json.Unmarshal(body, &members); err != nil {
		log.Fatal(err)
	}
	value, ok := members[name].(string)
	if !ok {
		log.Fatal("the response has no ", name)
	}
	return value
}`,
}
