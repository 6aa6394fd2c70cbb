"""What a curator needs: checks, differences, questions and answers, exports."""
